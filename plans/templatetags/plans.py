from django import template

from plans import amounts, rich_text, years

register = template.Library()

register.filter("rich_text", rich_text.as_html)
register.filter("plain_text", rich_text.as_text)
register.filter("year_label", years.label)
register.filter("figure", amounts.figure)
register.filter("pounds", amounts.pounds)
