"""Runs of a few pages, and the review page over it as a process of its own, as `studyfacts review` starts it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from extract.runs.batch import run
from extract.runs.line import Settings
from extract.runs.local_engine import run_local

# Two studies told apart by their lines; before the hospital of the first stand characters outside the basic plane.
STUDIES = """<html><head><title>两项研究</title></head><body><article><h1>脐带间充质干细胞治疗膝骨关节炎的两项研究</h1>
<p>𠮷田先生😀说：2016年5月1日，青岛市第三人民医院在《中华医学杂志》发表随机对照试验，纳入膝骨关节炎患者44例，脐带间充质干细胞组22例，对照组22例，两组差异有统计学意义（P&lt;0.05）。</p>
<p>2018年3月，南京鼓楼医院在《中国组织工程研究》发表队列研究，纳入膝骨关节炎患者60例，以骨髓间充质干细胞治疗，随访12个月，疼痛明显减轻（P=0.003）。</p>
<p>另据介绍，滨城健康之家也参加了这项工作，负责随访的医生说患者恢复良好，没有发现严重的不良反应。</p></article></body></html>"""
HOSTILE = """<html><head><title>a</title></head><body><article><h1>&lt;script&gt;document.title='bad'&lt;/script&gt;膝骨关节炎研究</h1>
<p>青岛市第三人民医院&lt;img src=x onerror="document.title='bad'"&gt;&lt;svg onload="document.title='bad'"&gt;&lt;/textarea&gt;&lt;/template&gt;&lt;/script&gt;
\u202e2016年5月1日发表，纳入患者44例，脐带间充质干细胞治疗，P&lt;0.05。&lt;a href="javascript:alert(1)" onclick="document.title='bad'"&gt;看&lt;/a&gt;</p></article></body></html>"""


def made_run(folder: Path, texts: dict[str, str]) -> Path:
    """A run of pages, by their names."""
    pages = folder / "pages"
    pages.mkdir()
    for name, text in texts.items():
        (pages / name).write_text(text, "utf-8")
    out = folder / "run"
    run(
        [str(pages)],
        out,
        settings=Settings(model=None),
        engine=run_local,
        workers=1,
        formats=["jsonl"],
        quiet=True,
    )
    return out


class Served:
    """The server's process; started anew on the same port after it was killed."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.options = options
        self.port = "0"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "extract.cli", "review", str(self.folder), "--port", self.port, *self.options]
        self._process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"}
        )
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if found := re.search(r"http://\S+", line):
                self.address = found[0]
                self.port = re.search(r":(\d+)/", self.address)[1]  # type: ignore[index]
                return
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
