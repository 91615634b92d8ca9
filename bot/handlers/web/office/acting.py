"""What somebody does to an appeal: read from the form, shown first where the resident is told, done by the use-case."""

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.appeals.appeal import Photo
from bot.appeals.status import Action
from bot.dialogs.events import KeptPhoto, LostPhoto
from bot.dialogs.message import Phrase, say
from bot.handlers.web.office.appeal import Said, Typed, jpeg, opened, shown
from bot.handlers.web.office.door import for_visitors, posted, sealed, token, unsealed, word
from bot.handlers.web.office.room import Trouble, office_of, page
from bot.handlers.web.upload import LARGEST_PHOTO, MOST_PHOTOS
from bot.usecases.entering import Visitor
from bot.usecases.office_acting import ACTIONS, SHOWN_FIRST, WITH_PHOTOS, Amiss, Deed, DeskActing, Done, Overtaken
from bot.usecases.office_acting import Shown as Preview
from bot.usecases.service import NoRoom

LONGEST_TEXT = 4000


@for_visitors
async def act(request: Request, visitor: Visitor) -> Response:
    """POST /a/<number>: done, or shown first, or the page again with every typed word and what stood in the way."""
    form = await posted(request, visitor)
    try:
        deed, lost = await _deed(request, form)
        step = word(form, "step")
    finally:
        await form.close()
    if step == "edit":
        return await _again(request, visitor, deed, None)
    if lost is not None:
        return await _again(request, visitor, deed, lost)
    if deed.action in SHOWN_FIRST and step != "send":
        return await _show(request, visitor, deed)
    return await _do(request, visitor, deed)


async def _show(request: Request, visitor: Visitor, deed: Deed) -> Response:
    acting = DeskActing(office_of(request).service)
    outcome = await acting.show(visitor.rights, deed, visitor.person.name)
    if not isinstance(outcome, Preview):
        return await _refused(request, visitor, deed, outcome)
    deed, message = outcome.deed, outcome.message
    files = [deed.collage] if deed.collage else [one.file for one in deed.photos]
    room = office_of(request)
    return page(
        request,
        "preview.html",
        visitor,
        deed=deed,
        paragraphs=[one if isinstance(one, str) else room.service.words(one) for one in message.paragraphs],
        # A handover shows the resident nothing of what was written to colleagues.
        reason=deed.text if deed.action is Action.TRANSFER else "",
        pictures=[sealed(request, Photo(one, "")) for one in files],
        carried=[sealed(request, one) for one in deed.photos],
        collage=sealed(request, Photo(deed.collage, "")) if deed.collage else "",
        token=token(request),
    )


async def _do(request: Request, visitor: Visitor, deed: Deed) -> Response:
    person = visitor.person
    outcome = await DeskActing(office_of(request).service).do(visitor.rights, deed, person.name, person.address)
    if not isinstance(outcome, Done):
        return await _refused(request, visitor, deed, outcome)
    if not outcome.visible:
        return RedirectResponse(f"/office/?done={deed.action.value}.{deed.number}", status_code=303)
    return RedirectResponse(f"/office/a/{deed.number}?done={deed.action.value}", status_code=303)


async def _refused(request: Request, visitor: Visitor, deed: Deed, why: Overtaken | Amiss | None) -> Response:
    match why:
        case Overtaken(news=news):
            said = Said(say("office-overtaken"), news, _typed(deed))
            return shown(request, visitor, await opened(request, visitor), said, 409)
        case Amiss(words=words):
            return await _again(request, visitor, deed, words)
    raise Trouble(404, "office-trouble-no-appeal")


async def _again(request: Request, visitor: Visitor, deed: Deed, wrong: Phrase | None) -> Response:
    said = Said(wrong, (), _typed(deed))
    return shown(request, visitor, await opened(request, visitor), said, 422 if wrong else 200)


def _typed(deed: Deed) -> Typed:
    return Typed(deed.action, deed.text, deed.arg, deed.photos)


async def _deed(request: Request, form: FormData) -> tuple[Deed, Phrase | None]:
    """What the form says; and words for photos that could not be taken, the others are kept. Raises Trouble."""
    action = next((one for one in ACTIONS if one == word(form, "action")), None)
    if action is None:
        raise Trouble(400, "office-trouble-form")
    carried = [unsealed(request, str(one)) for one in form.getlist("kept")]
    photos = [one for one in carried if one is not None]
    lost: Phrase | None = None
    files = [one for one in form.getlist("photos") if isinstance(one, UploadFile) and one.size]
    for file in files if action in WITH_PHOTOS else ():
        kept = await _kept(request, file)
        if isinstance(kept, LostPhoto):
            lost = say("office-photo-lost")
        else:
            photos.append(Photo(kept.file, kept.fingerprint))
    if len(photos) > MOST_PHOTOS:
        photos, lost = photos[:MOST_PHOTOS], say("office-photos-many")
    collage = unsealed(request, word(form, "collage", 300))
    seen = word(form, "seen", 9)
    deed = Deed(
        number=request.path_params["number"],
        action=action,
        seen=int(seen) if seen.isdecimal() else 0,
        text=word(form, "text", LONGEST_TEXT),
        photos=tuple(dict.fromkeys(photos)),
        arg=word(form, "arg", 100),
        collage=collage.file if collage else "",
    )
    return deed, lost


async def _kept(request: Request, file: UploadFile) -> KeptPhoto | LostPhoto:
    """A file that is too large is not even read."""
    if (file.size or 0) > LARGEST_PHOTO:
        return LostPhoto("too_large")
    try:
        return await office_of(request).service.photos.keep(await file.read())
    except NoRoom as full:
        raise Trouble(507, "office-trouble-room") from full


@for_visitors
async def pictured(request: Request, visitor: Visitor) -> Response:
    """GET /picture?of=…: a photo that was uploaded and is not sent yet; only its own browser knows how it is sealed."""
    found = unsealed(request, request.query_params.get("of", ""))
    if found is None:
        raise Trouble(404, "office-trouble-no-photo")
    try:
        return jpeg(await office_of(request).service.photos.open(found.file))
    except FileNotFoundError as error:
        raise Trouble(404, "office-trouble-no-photo") from error
