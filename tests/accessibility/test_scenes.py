"""Every type of page is there for everybody, whatever they see it with; each is opened once for all it is asked."""

import pytest

from tests.accessibility.axe import ALL_BUT_COLOUR, ALL_RULES, RULES_OF_COLOUR, barriers
from tests.accessibility.conftest import PHONE, Stage
from tests.accessibility.keyboard import jumps, lost_ways
from tests.accessibility.looks import in_the_dark, unheeded
from tests.accessibility.scenes import SCENES
from tests.accessibility.sizes import lost


@pytest.mark.parametrize("scene", SCENES)
def test_a_page_is_there_for_everybody(stage: Stage, scene: str) -> None:
    page = stage.show(SCENES[scene])
    found = [*jumps(page), *barriers(page, ALL_RULES), *lost_ways(page), *unheeded(page)]
    found += barriers(in_the_dark(page), RULES_OF_COLOUR)
    found += lost(page)
    assert found == []


@pytest.mark.parametrize("scene", SCENES)
def test_a_page_is_there_for_readers_from_right_to_left(stage: Stage, scene: str) -> None:
    page = stage.show(SCENES[scene], "ar", PHONE)
    assert [*barriers(page, ALL_BUT_COLOUR), *lost(page)] == []
