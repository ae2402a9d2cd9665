"""The narrative of a plan: all of it, a preview of a block, its picture."""

from mimetypes import guess_type

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest
from plans import marks, rich_text
from plans.access import plan_or_404
from plans.forms.narrative import BlockForm
from plans.kinds import BLOCK
from plans.models import Block, Plan

# With the tags of word processors: twenty times what a piece of narrative may have with ours.
LONGEST_PASTE = 400_000


@require_GET
def narrative(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """All blocks by part, in the order of the document."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    called = _parts_of(plan)
    blocks: dict[str, list[Block]] = {part: [] for part in called}
    for block in plan.blocks.select_related("priority").order_by("position", "pk"):
        blocks[block.part].append(block)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "parts": [(part, called[part], found) for part, found in blocks.items() if found],
        "empty_parts": [(part, called[part]) for part, found in blocks.items() if not found],
    }
    return render(request, "plans/narrative.html", context)


@require_http_methods(["GET", "POST"])
def preview(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """A block as it is typed, much as the document shows it. Writes nothing.

    ?block: the id of the one that is saved, whose picture is shown.
    """
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    key = whole_number(request.GET.get("block"))
    block = Block(plan=plan) if key is None else BLOCK.row_or_404(plan, key)
    form = BlockForm(instance=block, initial=BlockForm.as_typed(request.POST))
    context = {"partnership": membership.partnership, "plan": plan, "form": form}
    return render(request, "plans/preview.html", context)


@require_POST
def pasted(request: HttpRequest) -> HttpResponse:
    """What somebody has copied elsewhere, for the editor: as narrative has it, and what is told.

    With “marks”, for a plain box instead: as a text with marks.

    Reads and writes no data: whoever is signed in may ask.
    """
    html = request.POST.get("html", "")
    if len(html) > LONGEST_PASTE:
        return JsonResponse({}, status=413)
    if "marks" in request.POST:
        return JsonResponse({"text": marks.of_html(html)})
    return JsonResponse(rich_text.read(html)._asdict())


@require_GET
def picture(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """A block's picture, for those who write it."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    block = BLOCK.row_or_404(plan, pk)
    try:
        with block.picture.open() as file:
            content = file.read()
    except (ValueError, OSError) as error:
        # It has none, or the file is gone.
        raise Http404 from error
    content_type, _ = guess_type(block.picture.name)
    return HttpResponse(content, content_type=content_type or "application/octet-stream")


def _parts_of(plan: Plan) -> dict[str, str]:
    """The plan's own parts, then those that a layout may have, with what they are called."""
    # A part that is made of figures alone has no narrative.
    own = {row.part: row.called for row in plan.parts.all() if row.part in Block.Part.values}
    return own | {part: label for part, label in Block.Part.choices if part not in own}
