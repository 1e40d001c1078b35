"""The classroom: lessons, quizzes, progress and completion on one page."""
