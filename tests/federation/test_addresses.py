"""Which addresses are public, and which IRIs a list may hold."""

import pytest

from lupaus.errors import StartError
from lupaus.federation.addresses import is_public, is_unicast
from lupaus.federation.targets import Target, Targets
from lupaus.settings import Settings

NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1",
    "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "fe80::1",
    "fe80::1%eth0", "2606:4700::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1",
    "2002:7f00:1::", "2002:0808:0808::1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1",
    "3fff::1", "5f00::1", "", "localhost", "127.1", "0x7f000001", "2130706433", "010.0.0.1", "8.8.8.8 ",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.0",
    "192.167.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a02:ec80::1",
    "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address):
    assert is_public(address)
    assert is_unicast(address)


@pytest.mark.parametrize("address", ["224.0.0.1", "ff02::1", "0.0.0.0", "::", "255.255.255.255", "x"])
def test_a_private_endpoint_is_one_machine_all_the_same(address):
    assert not is_unicast(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "fd00::1", "169.254.1.1", "100.64.0.1"])
def test_a_private_endpoint_may_be_anywhere_else(address):
    assert is_unicast(address)


@pytest.mark.parametrize(
    "iri",
    [
        "e.org/sparql", "ftp://e.org/", "http://", "http:///x", "http://e.org:99999/", "http://e.org:x/", "urn:x",
        "http://u:p@e.org/", "http://e.org/#f", "http://e.org/<", 'http://e.org/"', "http://é.org/",
        "http://e.org/\x7f", "http://[::1/", "file:///etc/passwd",
    ],
)  # fmt: skip
@pytest.mark.parametrize("setting", ["federation_allow", "federation_allow_private"])
def test_an_iri_that_cannot_be_called_is_told_at_start(iri, setting):
    with pytest.raises(StartError, match="--" + setting.replace("_", "-")):
        Targets.from_settings(Settings(**{setting: iri}))


def test_an_iri_is_taken_apart():
    target = Target.of("https://e.org/a/b?c=d&e", is_private=False)
    assert (target.host, target.port, target.authority, target.path) == ("e.org", 443, "e.org", "/a/b?c=d&e")
    target = Target.of("http://[::1]:81", is_private=True)
    assert (target.host, target.port, target.authority, target.path) == ("::1", 81, "[::1]:81", "/")


def test_who_stands_on_both_lists_may_be_private():
    targets = Targets.from_settings(
        Settings(federation_allow="http://a/ http://b/", federation_allow_private="http://b/")
    )
    assert {target.iri: target.is_private for target in targets} == {"http://a/": False, "http://b/": True}
