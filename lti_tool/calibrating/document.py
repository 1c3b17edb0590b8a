"""The proposal as YAML, in the words of the content, to be read and signed."""

from __future__ import annotations

import io

from ruamel.yaml import YAML

from content.calibration import Calibration

HEADER = """\
# Calibrage proposé par « parcours calibrate » : il est sans effet tant que personne ne l'a relu.
# 1. Relisez « a_regarder », puis retirez les épreuves dont l'estimation ne vous convainc pas.
# 2. Remplissez « relu_par » et « relu_le » (AAAA-MM-JJ).
# 3. Placez ce fichier dans « calibrages/ », à côté du référentiel, et lancez « parcours content check ».
# Seules les tentatives qui commencent ensuite s'en servent. Voir docs/calibrage.md.
"""


def as_yaml(calibration: Calibration) -> str:
    """The whole file, its instructions first."""
    yaml, text = YAML(), io.StringIO()
    yaml.width = 110
    yaml.allow_unicode = True
    values = calibration.model_dump(by_alias=True, mode="python")
    values["a_regarder"] = list(values["a_regarder"])
    values["epreuves"] = list(values["epreuves"])
    yaml.dump({"calibrage": values}, text)
    return HEADER + text.getvalue()
