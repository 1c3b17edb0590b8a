"""The Flask application: the only package that knows the web, the database and LTI.

It is cut by feature; each feature has the same file names (`models.py`, `services.py`, `views.py`).
What must not live here: the wording of items (`content`) and the grammar of statements (`xapi`).
"""

__version__ = "0.1.0"
