"""`parcours content preview`: an author's own page, on this machine only, that follows the YAML files.

Here: a small Flask application with the learner's real templates and the real marking. It keeps nothing,
knows no person and no database. Not here: rules (`content`), marking (`interactions`), what it says of an
item beyond its pages (`workshop`). Its words are for authors and stay in French.
"""
