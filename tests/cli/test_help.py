import runpy
import shlex
import subprocess
from pathlib import Path

import pytest

import reportedly
from reportedly.cli import app
from tests.cli.conftest import PROGRAM, Run

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "cli_docs.py"))
COMMANDS = TOOL["commands"]()


def test_there_are_commands() -> None:
    assert {"code", "show", "explain", "export"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_of_itself(run: Run, name: str) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    example = TOOL["example"](COMMANDS[name])
    assert example, f"{name} has no example in its help"
    for line in example:
        assert f"reportedly {name} " in line
        assert " ".join(line.split()) in " ".join(out.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_an_example_exists(run: Run, name: str) -> None:
    known = run(name, "--help").out
    for line in TOOL["example"](COMMANDS[name]):
        call = line.split(f"reportedly {name} ")[1].split(" | ")[0]
        assert all(word in known for word in shlex.split(call) if word.startswith("-") and word != "-")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_docs(name: str) -> None:
    assert f"## reportedly {name}\n" in (ROOT / "docs" / "cli.md").read_text("utf-8")


def test_the_docs_are_what_the_help_says() -> None:
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == TOOL["page"](), "run: python tools/cli_docs.py"


def test_version_and_top_help(run: Run) -> None:
    from importlib.metadata import version

    assert run("--version").out == f"reportedly {version('reportedly')}\n"
    out = run("--help").out
    assert all(one.name is not None and one.name in out for one in app.registered_commands)
    assert Path(reportedly.__file__).parent == ROOT / "src" / "reportedly"


def test_help_loads_neither_model_nor_arrow() -> None:
    script = (
        "import sys\nfrom reportedly.cli import app\n"
        "try:\n    app(['code', '--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'onnxruntime', 'pyarrow', 'numpy', 'trafilatura', 'nupunkt'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([PROGRAM[0], "-c", script], check=True, stdout=subprocess.DEVNULL)
