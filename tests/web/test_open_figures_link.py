"""The resident's page leads to the open figures where they are switched on, and names no page that is not there."""

from pathlib import Path

import pytest

from tests.web.reception_scene import bare_browser, reception

LINK = 'href="/open"'


@pytest.mark.parametrize("path", ["/", "/embed", "/form"])
@pytest.mark.parametrize("switched_on", [True, False])
async def test_the_page_leads_to_the_open_figures_only_where_they_are(
    tmp_path: Path, path: str, switched_on: bool
) -> None:
    async with reception(tmp_path, open_figures=switched_on) as page, bare_browser(page) as browser:
        shown = (await browser.get(path)).text
        assert (LINK in shown) is switched_on
