from django import template

from actions.models import Status

register = template.Library()


@register.filter
def pounds(amount, with_pence=False):
    """A Decimal as money: “£31,107”, or “£31,107.00” where the amounts beside it have pence."""
    return f"£{amount:,.2f}" if with_pence or amount % 1 else f"£{amount:,.0f}"


@register.simple_tag
def status_label(value):
    """A status in words alone: “on track”."""
    return Status(value).label.lower()


@register.filter
def words(action, field):
    """What an ActionRow has under a column of that field."""
    return action.words(field)


@register.simple_tag(takes_context=True)
def picture_address(context, name):
    """Where the form of the document that is being made finds a media file of this name."""
    return context["picture_address"](name)


@register.filter
def web_address(address):
    """A web address as it is read (www.kent.gov.uk), which may be broken before a full stop.

    A zero-width space says so: the element wbr would split the link in a PDF.
    """
    return address.partition("://")[2].rstrip("/").replace(".", "\u200b.")
