"""Why an Open311 request is refused, in the form that the specification gives to errors."""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from bot.handlers.web.open.site import OpenSite
from bot.handlers.web.open.spark import FORMATS, Value, answer

Endpoint = Callable[[Request], Awaitable[Response]]


class Trouble(Exception):
    """`status` is the HTTP status too; `words` an id, filled with `what`."""

    def __init__(self, status: int, words: str, what: str = "") -> None:
        super().__init__(words)
        self.status, self.words, self.what = status, words, what


def form_of(request: Request) -> str:
    """How the answer is wanted: the end of the address. XML is what every client understands."""
    form = str(request.path_params.get("form", "xml"))
    return form if form in FORMATS else "xml"


def in_form(site: OpenSite, endpoint: Endpoint) -> Endpoint:
    """The endpoint, refusing in the specification's own form."""

    @wraps(endpoint)
    async def answered(request: Request) -> Response:
        try:
            if request.path_params.get("form", "xml") not in FORMATS:
                raise Trouble(404, "page-open311-no-page")
            _of_this_district(site, request.query_params.get("jurisdiction_id", ""))
            return await endpoint(request)
        except Trouble as trouble:
            return refusal(site, trouble, form_of(request))

    return answered


def refusal(site: OpenSite, trouble: Trouble, form: str) -> Response:
    description = site.words(trouble.words, what=trouble.what)
    errors: Value = [{"code": trouble.status, "description": description}]
    response = answer("errors", errors, form, status=trouble.status)
    if trouble.status == 429:
        response.headers["Retry-After"] = "10"
    return response


def _of_this_district(site: OpenSite, wanted: str) -> None:
    """One district is served: it need not be named, but another one is not here."""
    if wanted and site.jurisdiction and wanted.removeprefix("www.") != site.jurisdiction.removeprefix("www."):
        raise Trouble(404, "page-open311-no-jurisdiction", wanted[:100])
