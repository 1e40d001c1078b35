"""The course that the benchmark publishes."""

from app.content.compiler import compile_course
from tests.benchmarks.publishing import large_course


def test_the_course_of_the_benchmark_has_no_faults_and_every_lesson() -> None:
    compilation = compile_course("a-large-course", large_course(modules=2, lessons=5))
    assert compilation.faults == ()
    assert compilation.course is not None
    assert len(list(compilation.course.units())) == 10


def test_a_lesson_of_the_benchmark_has_about_seven_hundred_words() -> None:
    lesson = large_course(modules=1, lessons=1)["1-module-1/1-lesson-1-1.md"]
    assert 600 <= len(lesson.split()) <= 800
