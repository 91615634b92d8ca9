"""Open311 GeoReport v2, the reading side: discovery, services, requests."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.appeals.topics import Topic, product_topics
from bot.dialogs.card import desk_name
from bot.dialogs.resident.wording import topic_name
from bot.handlers.web.open.posting import post_request
from bot.handlers.web.open.site import REQUESTS_SECONDS, OpenSite
from bot.handlers.web.open.spark import Value, answer, moment
from bot.handlers.web.open.trouble import Trouble, form_of, in_form
from bot.handlers.web.open.wording import place_words, standing
from bot.usecases.opening import STATUSES, PublicRequest

BASE = "/open311/v2"
# The specification's own: a span of 90 days or 1000 requests, whichever is smaller.
MOST_DAYS, MOST_REQUESTS = timedelta(days=90), 1000
_MOST_NUMBERS, _MOST_PAGES = 100, 1000
_NUMBER = re.compile(r"\d\d-\d{5,9}", re.ASCII)
_SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
# When this side last changed.
_CHANGESET = "2026-11-22T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to."""

    topics: frozenset[str]
    start: datetime
    end: datetime
    statuses: frozenset[str]
    limit: int
    skip: int


def open311_routes(site: OpenSite) -> list[BaseRoute]:
    def route(path: str, endpoint: Callable[[OpenSite, Request], Response], method: str = "GET") -> BaseRoute:
        return Route(f"{BASE}{path}", in_form(site, partial(_called, site, endpoint)), methods=[method])

    return [
        route("/discovery.{form}", discovery),
        route("/services.{form}", services),
        route("/services/{code}.{form}", definition),
        Route(f"{BASE}/requests.{{form}}", in_form(site, partial(requests, site)), methods=["GET"]),
        Route(f"{BASE}/requests.{{form}}", in_form(site, partial(post_request, site)), methods=["POST"]),
        Route(f"{BASE}/requests/{{number}}.{{form}}", in_form(site, partial(one_request, site)), methods=["GET"]),
        route("/tokens/{token}.{form}", no_token),
        route("/{rest:path}.{form}", _nothing),
        route("/{rest:path}", _nothing),
    ]


async def _called(site: OpenSite, endpoint: Callable[[OpenSite, Request], Response], request: Request) -> Response:
    return endpoint(site, request)


def discovery(site: OpenSite, request: Request) -> Response:
    page = site.address(request, "/open")
    endpoint = {
        "specification": _SPECIFICATION,
        "url": site.address(request, BASE),
        "changeset": _CHANGESET,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    value: Value = {
        "changeset": _CHANGESET,
        "contact": site.words("page-open311-contact", district=site.district.name, url=site.address(request, "/")),
        "key_service": site.words("page-open311-keys", url=page),
        "endpoints": [endpoint],
    }
    return answer("discovery", value, form_of(request), seconds=3600)


def services(site: OpenSite, request: Request) -> Response:
    value = [_service(site, one) for one in site.district.topics.values()]
    return answer("services", value, form_of(request), seconds=3600)


def _service(site: OpenSite, topic: Topic) -> Mapping[str, Value]:
    keywords = dict.fromkeys([topic.category_name.lower(), *re.findall(r"\w{4,}", topic.name.lower())])
    return {
        "service_code": topic.code,
        "service_name": topic.name,
        "description": site.words("page-open311-describes", category=topic.category_name),
        "metadata": False,
        "type": "realtime",
        "keywords": ", ".join(keywords),
        "group": topic.category_name,
    }


def definition(site: OpenSite, request: Request) -> Response:
    """No service asks for more than a place and words; a client that asks all the same hears so."""
    code = str(request.path_params["code"])
    if code not in site.district.topics:
        raise Trouble(404, "page-open311-no-service", code[:100])
    value: Value = {"service_code": code, "attributes": []}
    return answer("service_definition", value, form_of(request), seconds=3600)


def no_token(_site: OpenSite, _request: Request) -> Response:
    """Numbers are given at once, so there never is a token."""
    raise Trouble(404, "page-open311-no-token")


def _nothing(_site: OpenSite, _request: Request) -> Response:
    raise Trouble(404, "page-open311-no-page")


async def requests(site: OpenSite, request: Request) -> Response:
    """GET requests: by number, or filed in at most 90 days, the newest first."""
    numbers = _listed(request, "service_request_id")
    if numbers:
        known = tuple(sorted({one for one in numbers if _NUMBER.fullmatch(one)}))[:_MOST_NUMBERS]
        found = await _remembered(site, ("numbered", known), lambda: site.opening.numbered(known))
    else:
        asked = _asked(site, request)
        found = await _remembered(
            site,
            ("filed", asked),
            lambda: site.opening.filed(asked.topics, asked.start, asked.end, asked.statuses, asked.limit, asked.skip),
        )
    return _answered(site, request, found)


async def one_request(site: OpenSite, request: Request) -> Response:
    """GET requests/<number>."""
    number = str(request.path_params["number"])
    known = (number,) if _NUMBER.fullmatch(number) else ()
    found = await _remembered(site, ("numbered", known), lambda: site.opening.numbered(known)) if known else []
    if not found:
        raise Trouble(404, "page-open311-no-request", number[:100])
    return _answered(site, request, found)


async def _remembered(site: OpenSite, key: object, make: Callable[[], object]) -> list[PublicRequest]:
    now = site.service.now()
    if not site.remembered.has(key, now) and not site.questions.take("", now):
        raise Trouble(429, "page-open311-too-often")
    found: list[PublicRequest] = await site.remembered.get(key, now, REQUESTS_SECONDS, make)  # type: ignore[arg-type]
    return found


def _answered(site: OpenSite, request: Request, found: list[PublicRequest]) -> Response:
    value = [_request(site, request, one) for one in found]
    return answer("service_requests", value, form_of(request), seconds=REQUESTS_SECONDS)


def _request(site: OpenSite, request: Request, one: PublicRequest) -> Mapping[str, Value]:
    """Every field of the specification, in its order; what is not known or not for everybody is empty."""
    if "pictures" not in site.parts:
        # The words were released together with their picture.
        one = replace(one, picture="", words="")
    district, words = site.district, site.words
    place, topic = place_words(district, words, one.place), topic_name(district, one.topic)
    point = one.place.point
    return {
        "service_request_id": one.number,
        "status": one.status,
        "status_notes": standing(words, one),
        "service_name": topic,
        "service_code": one.topic,
        "description": words("page-open311-description", topic=topic, place=place),
        "agency_responsible": desk_name(district, one.desk),
        "service_notice": None,
        "requested_datetime": moment(one.requested_at),
        "updated_datetime": moment(one.updated_at),
        "expected_datetime": moment(one.expected_at) if one.expected_at else None,
        "address": place,
        "address_id": None,
        "zipcode": None,
        "lat": point.lat if point else None,
        "long": point.lon if point else None,
        "media_url": site.address(request, f"/open/picture/{one.picture}.jpg") if one.picture else None,
    }


def _asked(site: OpenSite, request: Request) -> Asked:
    start, end = _span(site, request)
    statuses = frozenset(_listed(request, "status")) or frozenset(STATUSES)
    if not statuses <= STATUSES.keys():
        raise Trouble(400, "page-open311-bad-status")
    limit = min(_whole(request, "page_size", MOST_REQUESTS), MOST_REQUESTS)
    page = min(_whole(request, "page", 1), _MOST_PAGES)
    known = frozenset({*site.district.topics, *product_topics()})
    wanted = _listed(request, "service_code")
    unknown = [one for one in wanted if one not in known]
    if unknown:
        raise Trouble(404, "page-open311-no-service", unknown[0][:100])
    return Asked(frozenset(wanted) or known, start, end, statuses, limit, (page - 1) * limit)


def _span(site: OpenSite, request: Request) -> tuple[datetime, datetime]:
    """The last 90 days, or 90 days from the one or up to the other that was given."""
    start, end = _moment(request, "start_date"), _moment(request, "end_date")
    # A minute's grain, so that those who ask at the same time ask the same.
    now = site.service.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    if end is None:
        end = now if start is None else min(start + MOST_DAYS, max(now, start))
    if start is None:
        start = end - MOST_DAYS
    if end - start > MOST_DAYS:
        raise Trouble(400, "page-open311-bad-span")
    return start, end


def _moment(request: Request, name: str) -> datetime | None:
    """With its zone, as the specification demands; «+» is often not escaped and comes as a space."""
    text = request.query_params.get(name, "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise Trouble(400, "page-open311-bad-date", name) from None
    if found.tzinfo is None or not 2000 <= found.year < 2200:
        raise Trouble(400, "page-open311-bad-date", name)
    return found


def _whole(request: Request, name: str, usual: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return usual
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise Trouble(400, "page-open311-bad-number", name)
    return int(text)


def _listed(request: Request, name: str) -> list[str]:
    return [one.strip() for one in request.query_params.get(name, "").split(",") if one.strip()]
