"""How e-mails leave: delivery, what it speaks to (files, a mail server), and what comes back."""
