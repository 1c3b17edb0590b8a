"""Calendars: `.ics` (RFC 5545) by icalendar, hours of Europe/Paris."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vRecur, vText

from content.formats.file import Event as Given
from content.formats.file import Resource
from content.resources.model import created_at, title_of

PARIS = ZoneInfo("Europe/Paris")


def calendar_file(resource: Resource) -> bytes:
    """One calendar with every event, and the rules of its time zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Agenda de la mairie//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title_of(resource))
    for number, given in enumerate(resource.events):
        calendar.add_component(_event(resource, given, number))
    calendar.add_missing_timezones(first_date=date(2020, 1, 1), last_date=date(2035, 1, 1))
    return bytes(calendar.to_ical())


def _event(resource: Resource, given: Given, number: int) -> Event:
    event = Event()
    event.add("uid", _uid(resource, number))
    event.add("dtstamp", created_at(resource))
    event.add("dtstart", moment(given, given.start))
    event.add("dtend", moment(given, given.end))
    event.add("summary", given.title)
    for name, text in (("location", given.place), ("description", given.description)):
        if text:
            event.add(name, text)
    if given.repeat:
        event.add("rrule", vRecur.from_ical(given.repeat))
    if given.organizer:
        event.add("organizer", _address(given.organizer))
    for person in given.attendees:
        event.add("attendee", _address(person))
    return event


def moment(given: Given, hour: str) -> datetime:
    """An hour of the event's day. Raises `ValueError` for what is not an hour, `TypeError` without a day."""
    if not isinstance(given.day, date):
        raise TypeError("« jour » n'est pas une date")
    return datetime.combine(given.day, time.fromisoformat(hour), PARIS)


def _address(address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = vText(address.partition("@")[0].replace(".", " ").title())
    return person


def _uid(resource: Resource, number: int) -> str:
    """Of the content, so that importing the file twice does not make two events."""
    text = f"{number} {resource.model_dump_json()}"
    return f"{hashlib.sha256(text.encode()).hexdigest()[:24]}@montrevan.example"
