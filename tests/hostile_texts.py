"""Texts that look like markup, and call owned() where they run."""

CORPUS = [
    "<script>owned()</script>",
    "<img src=x onerror=owned()>",
    '"><svg onload=owned()>',
    "' autofocus onfocus=owned() x='",
    "</textarea><script>owned()</script>",
    "</title></style><iframe src=javascript:owned()>",
    "</script><script>owned()//</script>",
    "javascript:owned()",
    '<a href="javascript:owned()">x</a>',
    '<a href=" jAva\tscript:owned()">x</a>',
    '<math><mi xlink:href="data:text/html,owned()">',
    "{{ owned }}{% owned %}${owned()}",
    "<!-- --><img src=x onerror=owned()>-->",
    "&lt;script&gt;owned()&lt;/script&gt;",
    "\u2028<body onload=owned()>",
    "<style>@import 'https://owned.example.org/'</style>",
]
