"""Every type of page is there for everybody, whatever they see it with; each is opened once for all it is asked."""

import pytest

from tests.accessibility.axe import barriers
from tests.accessibility.conftest import PHONE, Stage
from tests.accessibility.keyboard import jumps, lost_ways
from tests.accessibility.looks import unheeded
from tests.accessibility.scenes import SCENES
from tests.accessibility.sizes import lost


@pytest.mark.parametrize("scene", SCENES)
def test_a_page_is_there_for_everybody(stage: Stage, scene: str) -> None:
    page = stage.show(SCENES[scene])
    assert [*jumps(page), *barriers(page), *lost_ways(page, stage.frames), *unheeded(page), *lost(page)] == []


@pytest.mark.parametrize("scene", SCENES)
def test_a_page_is_there_from_right_to_left_and_in_the_dark(stage: Stage, scene: str) -> None:
    page = stage.show(SCENES[scene], "ar", PHONE, "dark")
    assert [*barriers(page), *lost(page)] == []
