// Says on the page what a browser has refused; allauth's scripts would say it in the console alone.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.getElementById("passkey_refused");
  told.hidden = false;
  told.focus();
});
