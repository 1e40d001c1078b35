"""Every type of page is there for everybody, whatever they see it with; each is opened once for all it is asked."""

import pytest

from tests.accessibility.axe import barriers
from tests.accessibility.conftest import Stage, as_most_see_it
from tests.accessibility.keyboard import jumps, lost_ways
from tests.accessibility.looks import unheeded
from tests.accessibility.scenes import SCENES
from tests.accessibility.sizes import lost


@pytest.mark.parametrize("scene", SCENES)
def test_a_page_is_there_for_everybody(stage: Stage, scene: str) -> None:
    page = stage.show(SCENES[scene])
    found = [*jumps(page), *lost_ways(page)]
    found += unheeded(as_most_see_it(page))
    found += barriers(as_most_see_it(page), "en")
    found += lost(as_most_see_it(page))
    assert found == []


@pytest.mark.parametrize("scene", SCENES)
def test_a_page_is_there_for_readers_from_right_to_left(stage: Stage, scene: str) -> None:
    page = stage.show(SCENES[scene], "ar")
    assert [*barriers(page, "ar"), *lost(as_most_see_it(page))] == []
