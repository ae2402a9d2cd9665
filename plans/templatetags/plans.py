from django import template
from django.urls import reverse
from django.utils import timezone

from plans import amounts, rich_text, years
from plans.models import Plan

register = template.Library()

register.filter("rich_text", rich_text.as_html)
register.filter("plain_text", rich_text.as_text)
register.filter("year_label", years.label)
register.filter("figure", amounts.figure)
register.filter("pounds", amounts.pounds)


@register.simple_tag
def member_address(partnership, agency):
    """Where an agency is changed: its page in the plan of today. "" if there is no plan yet."""
    plans = Plan.objects.filter(partnership=partnership)
    begun = plans.filter(start_year__lte=years.year_of(timezone.localdate()))
    plan = begun.first() or plans.first()
    return reverse("member", args=[partnership.slug, plan.start_year, agency.pk]) if plan else ""
