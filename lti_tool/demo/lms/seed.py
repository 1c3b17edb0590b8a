"""The school of the demonstration: invented people, two courses, two activities."""

from __future__ import annotations

from lti_tool.demo.lms.config import LmsConfig
from lti_tool.demo.lms.directory import LEARNER, TRAINER, Activity, Course, Directory, Tool, User
from lti_tool.demo.lms.gradebook import Gradebook

ADMIN_ID, TRAINER_ID = 2, 3
LEARNER_IDS = (4, 5, 6)
GRADED_COURSE_ID, UNGRADED_COURSE_ID = 2, 3
GRADED_ACTIVITY_ID, UNGRADED_ACTIVITY_ID = 1, 2

_PEOPLE = (
    (ADMIN_ID, "Sacha", "Renaud", True),
    (TRAINER_ID, "Camille", "Laurier", False),
    (LEARNER_IDS[0], "Dominique", "Fabre", False),
    (LEARNER_IDS[1], "Claude", "Morin", False),
    (LEARNER_IDS[2], "Alix", "Tessier", False),
)
_COURSES = (
    Course(
        GRADED_COURSE_ID,
        "CYBER-01",
        "Cybersécurité et données personnelles",
        "Reconnaître un message piégé, protéger ses accès, traiter les données des usagers avec soin.",
    ),
    Course(
        UNGRADED_COURSE_ID,
        "PRISE-DE-POSTE",
        "Prise de poste numérique",
        "Faire le point à l’arrivée dans la collectivité, sans note.",
    ),
)
_ACTIVITIES = (
    Activity(
        GRADED_ACTIVITY_ID,
        GRADED_COURSE_ID,
        "Faire le point : cybersécurité et RGPD",
        "Une série de mises en situation. La note arrive dans le carnet à la fin du parcours.",
        "parcours=cyber-rgpd",
    ),
    Activity(
        UNGRADED_ACTIVITY_ID,
        UNGRADED_COURSE_ID,
        "Découvrir où j’en suis",
        "Le même parcours, pour soi : cette activité n’a pas de colonne de notes.",
        "parcours=cyber-rgpd",
    ),
)


def seed(config: LmsConfig, directory: Directory, gradebook: Gradebook) -> None:
    """Register the tool as configured; create the school unless an earlier run did."""
    directory.set_tool(Tool(config.tool_url, config.client_id, config.deployment_id, send_names=False))
    if directory.users():
        return
    for user_id, given_name, family_name, is_admin in _PEOPLE:
        directory.add_user(_person(user_id, given_name, family_name, is_admin=is_admin))
    for course in _COURSES:
        directory.add_course(course)
        directory.enrol(course.id, TRAINER_ID, TRAINER)
        for learner_id in LEARNER_IDS:
            directory.enrol(course.id, learner_id, LEARNER)
    for activity in _ACTIVITIES:
        directory.add_activity(activity)
    gradebook.add_line_item(GRADED_COURSE_ID, _ACTIVITIES[0].title, 100.0, activity_id=GRADED_ACTIVITY_ID)


def _person(user_id: int, given_name: str, family_name: str, *, is_admin: bool) -> User:
    username = f"{given_name}.{family_name}".lower()
    return User(
        user_id,
        given_name,
        family_name,
        username,
        f"{username}@collectivite.example",
        f"MAT-{1000 + user_id}",
        "fr",
        is_admin,
    )
