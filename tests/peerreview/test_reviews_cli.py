"""`flask reviews explain` and `flask reviews score`."""

import pytest
from flask import Flask

from app.peerreview.exchange_models import ReviewResult
from app.platform.database import db, transaction
from tests.peerreview.assignments import SLUG
from tests.peerreview.pools import result_of
from tests.peerreview.staffed import a_pool


def test_a_score_is_explained_and_found_again(each_app: Flask) -> None:
    pool = a_pool(points=(2, 0))
    said = each_app.test_cli_runner().invoke(args=["reviews", "explain", str(pool.first.submission_id)])
    assert said.exit_code == 0, said.output
    result = result_of(pool.first)
    assert f"Submission {pool.first.submission_id}: {result.score:.2f} of 100 by the model." in said.output
    assert "the plain mean gives 50.00" in said.output
    assert said.output.count("share 50.0 %") == 2
    assert "leaning milder by" in said.output
    assert "leaning stricter by" in said.output
    assert "Beside the others it differs." in said.output
    assert "the same." in said.output


def test_a_score_that_does_not_come_out_again_is_told(each_app: Flask) -> None:
    pool = a_pool()
    with transaction():
        db.session.get_one(ReviewResult, pool.first.submission_id).score = 12.0
    said = each_app.test_cli_runner().invoke(args=["reviews", "explain", str(pool.first.submission_id)])
    assert said.exit_code == 1
    assert "the score is another" in said.output


@pytest.mark.parametrize("args", [("explain", "99999"), ("score", "no-such-course")])
def test_what_is_not_there_is_told(app: Flask, args: tuple[str, str]) -> None:
    said = app.test_cli_runner().invoke(args=["reviews", *args])
    assert said.exit_code == 1
    assert "no" in said.output.lower()


def test_scores_are_made_anew(each_app: Flask) -> None:
    pool = a_pool()
    with transaction():
        db.session.get_one(ReviewResult, pool.first.submission_id).score = 12.0
    said = each_app.test_cli_runner().invoke(args=["reviews", "score", SLUG])
    assert said.exit_code == 0, said.output
    assert result_of(pool.first).score == 100
