"""Source lists, as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.collecting.sourcelist import STARTER, ListError, Source, read_list


def _written(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_and_yaml_say_the_same(tmp_path: Path) -> None:
    csv = _written(
        tmp_path,
        "\ufeff# a comment\nissuer,year,kind,address,note\n示例市人民政府,2022,,http://e.org/a.html,x\n\n"
        "示例市人民政府,2018-2020,list,http://e.org/nb/,\n,,sitemap,http://e.org/sitemap.xml,\n",
    )
    yaml = _written(
        tmp_path,
        "- {issuer: 示例市人民政府, year: 2022, address: 'http://e.org/a.html'}\n"
        "- {issuer: 示例市人民政府, year: 2018-2020, kind: list, address: 'http://e.org/nb/'}\n"
        "- {kind: sitemap, address: 'http://e.org/sitemap.xml'}\n",
        "list.yaml",
    )
    first, second = read_list(csv), read_list(yaml)
    assert [(s.issuer, s.first, s.last, s.kind, s.address) for s in first] == [
        (s.issuer, s.first, s.last, s.kind, s.address) for s in second
    ]
    assert [s.line for s in first] == [3, 5, 6]
    assert first[0] == Source("示例市人民政府", 2022, 2022, "report", "http://e.org/a.html", 3)
    assert (first[1].wants(2019), first[1].wants(2021), first[2].wants(1999)) == (True, False, True)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("甲,20222,,http://e.org/", "line 2: '20222' names no years"),
        ("甲,2022-2020,,http://e.org/", "line 2: the years run backwards"),
        ("甲,2022,page,http://e.org/", "line 2: kind is 'page'"),
        ("甲,2022,,ftp://e.org/", "line 2: the address is ftp"),
        ("甲,2022,,http://u:p@e.org/", "line 2: the address has credentials"),
        (",2022,,", "line 2: neither issuer nor address"),
        ("甲,2022,,http://e.org/,more", "line 2: more values than columns"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, row: str, reason: str) -> None:
    with pytest.raises(ListError, match=reason):
        read_list(_written(tmp_path, f"issuer,year,kind,address\n{row}\n"))


def test_files_that_are_no_lists_are_named(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="No such file"):
        read_list(tmp_path / "none.csv")
    with pytest.raises(ListError, match="no column 'address'"):
        read_list(_written(tmp_path, "http://e.org/\n"))
    with pytest.raises(ListError, match="expected a list of mappings"):
        read_list(_written(tmp_path, "a: 1", "list.yaml"))
    with pytest.raises(ListError, match="holds no source"):
        read_list(_written(tmp_path, "issuer,year,kind,address\n"))
    (tmp_path / "gbk.csv").write_bytes("issuer,address\n示例市,http://e.org/\n".encode("gbk"))
    with pytest.raises(ListError, match="is not UTF-8"):
        read_list(tmp_path / "gbk.csv")


def test_the_starter_list_has_known_issuers_and_addresses_of_their_own_sites() -> None:
    from gongkai.issuers import issuer_of

    sources = read_list(STARTER)
    assert len({issuer_of(source.issuer) for source in sources}) == 7
    assert all(source.years for source in sources)
    hosts = {source.address.split("/")[2] for source in sources if source.address}
    assert hosts == {"www.sz.gov.cn", "www.pingtan.gov.cn"}
