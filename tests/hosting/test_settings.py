"""Settings: where they come from, which source wins, and that all of them are documented."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from amana.hosting.settings import LogFormat, Settings, default_home, reference_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"AMANA_{name.upper()}", raising=False)
    monkeypatch.delenv("AMANA_CONFIG", raising=False)
    monkeypatch.setenv("AMANA_HOME", str(tmp_path))


def test_nothing_set_means_a_private_server_with_its_own_database() -> None:
    settings = Settings()
    assert settings.embedded
    assert (settings.host, settings.workers, settings.tls) == ("127.0.0.1", 1, False)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "amana.toml").write_text('port = 9001\nlog_format = "text"\n')
    monkeypatch.setenv("AMANA_PORT", "9002")
    settings = Settings()
    assert (settings.port, settings.log_format) == (9002, LogFormat.TEXT)
    assert Settings(port=9003).port == 9003, "and an option of the command over both"


def test_a_named_file_is_read_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "elsewhere.toml"
    monkeypatch.setenv("AMANA_CONFIG", str(named))
    with pytest.raises(FileNotFoundError, match="which does not exist"):
        Settings()
    named.write_text("workers = 3\n")
    assert Settings().workers == 3


@pytest.mark.parametrize("line", ["prot = 1", "port = 70000", 'workers = "many"'])
def test_what_makes_no_sense_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "amana.toml").write_text(f"{line}\n")
    with pytest.raises(ValidationError, match=line.split(maxsplit=1)[0]):
        Settings()


def test_a_password_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMANA_DATABASE_URL", "postgresql://amana:geheim@db/amana")
    assert "geheim" not in repr(Settings())


def test_the_data_folder_follows_the_platform_s_custom(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_home() == tmp_path / "amana"


def test_every_setting_is_documented() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    assert PAGE.read_text(encoding="utf-8") == reference_page(), "run make docs"
