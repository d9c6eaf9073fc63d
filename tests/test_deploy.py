"""What the service is deployed with: valid by the schemas of compose and Kubernetes, and true to the service."""

import subprocess
import sys
from typing import Any

import kubernetes_validate
import pytest
import yaml

from boctach.api.app import create_app
from boctach.settings import PREFIX, Settings
from tests.shared import ROOT

COMPOSE = ROOT / "deploy" / "compose.yaml"
MANIFESTS = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes" / "boctach.yaml").read_text(encoding="utf-8")))
KINDS = {manifest["kind"]: manifest for manifest in MANIFESTS}
POD: dict[str, Any] = KINDS["Deployment"]["spec"]["template"]["spec"]
CONTAINER: dict[str, Any] = POD["containers"][0]
SERVICE: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]["boctach"]


def test_compose_is_valid() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda manifest: manifest["kind"])
@pytest.mark.parametrize("version", ["1.29", "1.34"])
def test_manifests_are_valid(manifest: dict[str, Any], version: str) -> None:
    kubernetes_validate.validate(manifest, version, strict=True)


def test_a_broken_manifest_is_not() -> None:
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**KINDS["Deployment"], "spec": {"replicas": "two"}}, "1.34", strict=True)


def test_they_set_what_there_is() -> None:
    names = {PREFIX + name.upper() for name in Settings.model_fields}
    assert set(SERVICE["environment"]) <= names
    assert {variable["name"] for variable in CONTAINER["env"]} <= names


def test_probes_ask_what_is_answered() -> None:
    paths = set(create_app(options=Settings()).openapi()["paths"])
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert CONTAINER[probe]["httpGet"]["path"] in paths
    assert SERVICE["healthcheck"]["test"][-1].split("'")[1].endswith("/readyz")


def test_neither_is_root_nor_writes_beside_tmp() -> None:
    assert POD["securityContext"]["runAsNonRoot"]
    assert CONTAINER["securityContext"]["readOnlyRootFilesystem"]
    assert SERVICE["read_only"]
    assert [mount["mountPath"] for mount in CONTAINER["volumeMounts"] if not mount.get("readOnly")] == ["/tmp"]


def test_a_stop_has_the_time_it_needs() -> None:
    seconds = Settings().stop_seconds
    assert POD["terminationGracePeriodSeconds"] > seconds
    assert int(SERVICE["stop_grace_period"].removesuffix("s")) > seconds


def test_it_scales_with_the_queue() -> None:
    scaler = KINDS["HorizontalPodAutoscaler"]["spec"]
    assert scaler["metrics"][0]["pods"]["metric"]["name"] == "boctach_queue_depth"
    assert CONTAINER["resources"]["requests"]
    assert CONTAINER["resources"]["limits"]
