import pytest

from tests.security.samples import PERSONAS
from tests.security.test_matrix import try_all


@pytest.mark.django_db
def test_fill(world, sign_in):
    cols = {}
    tolds = []
    for p in PERSONAS:
        cols[p], told = try_all(world, p, sign_in)
        tolds += [(p, t) for t in told if p not in ("asking", "approver", "asked")]
    rows = sorted(cols["asking"])
    head = "# " + f"{'route':48}{'method':8}" + " ".join(f"{p[:10]:>10}" for p in PERSONAS)
    __import__("pathlib").Path("/tmp/c/matrix.txt").write_text(
        head
        + "\n"
        + "\n".join(f"{r:50}{m:8}" + " ".join(f"{cols[p][r, m]:>10}" for p in PERSONAS) for r, m in rows)
        + "\n"
    )
    print(tolds)
