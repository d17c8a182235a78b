"""Speed of the whole pipeline: `python -m benchmarks.speed FILE.jsonl.gz [--workers 1]`.

Protocol: `reportedly code FILE --format jsonl` as a process of its own, from a cold start. Prints reports read and
coded, reports/s (and per worker), the largest process's peak memory in MB, and seconds to the first record; the last
line is one JSON object.
"""

import argparse
import json
import resource
import subprocess
import sys
import time


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    began, first, count, events = time.perf_counter(), 0.0, 0, 0
    command = [
        sys.executable,
        "-m",
        "reportedly",
        "code",
        options.file,
        "--format",
        "jsonl",
        "--workers",
        str(options.workers),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        for line in process.stdout:
            first = first or time.perf_counter() - began
            count += 1
            events += len(json.loads(line)["events"])
        summary = process.stderr.read().strip()
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(summary)
    scores = {
        "reports": count, "events": events, "seconds": round(seconds, 1), "workers": options.workers,
        "reports_per_second": round(count / seconds, 1), "reports_per_second_per_worker": round(count / seconds / options.workers, 1),
        "peak_mb": round(peak), "seconds_to_first": round(first, 2), "exit": process.returncode,
    }  # fmt: skip
    for key, value in scores.items():
        print(f"{key:30} {value}")
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
