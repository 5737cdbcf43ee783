//! What the page says of a task is what `why` says.

use meanwhile::explain::{RunAnalysis, why};
use meanwhile::timeline::Timeline;
use meanwhile::trace::{self, TaskId};

use super::*;

/// The page looks up what `why` says; here at many instants of every lane.
#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn the_page_says_what_why_says() {
    let Some(mut shared) = browser() else { return };
    fs::write(folder().join("why.rhai"), EVERYTHING).unwrap();
    let python = "import asyncio\nasync def child(lock):\n    async with lock:\n        await asyncio.sleep(0.05)\nasync def main():\n    \
                  lock = asyncio.Lock()\n    async with asyncio.TaskGroup() as group:\n        for _ in range(3):\n            \
                  group.create_task(child(lock))\nasyncio.run(main())\n";
    fs::write(folder().join("why.py"), python).unwrap();
    let has_python = Command::new("python3").arg("--version").output().is_ok();
    let programs = if chromium::is_missing("python3", has_python) { 1 } else { 2 };
    for program in &["why.rhai", "why.py"][..programs] {
        let file = folder().join(format!("{program}.jsonl"));
        let file_name = file.to_str().unwrap();
        meanwhile(&["run", program, "--clock", "virtual", "--timeline", "never", "--trace", file_name]);
        let (header, trace) = trace::read(std::io::BufReader::new(fs::File::open(&file).unwrap())).unwrap();
        let timeline = Timeline::of(&trace, header.clock());
        let view = timeline.view_of_run(0);
        let analysis = RunAnalysis::new(&view, &trace);
        shared.open(&page(&format!("{program}.jsonl"), &fs::read_to_string(&file).unwrap()));
        let tasks: Vec<TaskId> = view.lanes.iter().map(|it| it.task).collect();
        let length = view.span.end - view.span.start;
        let thousandths: Vec<u64> = (0..=1000).step_by(125).map(|it| it.min(999)).collect();
        for (lane, task) in tasks.iter().enumerate() {
            let said = shared.browser.evaluate(&format!(
                "(async () => {{
                    document.querySelector('.tree button[data-lane=\"{lane}\"]').click();
                    const scrubber = document.getElementById('scrubber'), said = [];
                    for (const at of {thousandths:?}) {{
                        scrubber.value = at;
                        scrubber.dispatchEvent(new Event('input'));
                        await new Promise(requestAnimationFrame);
                        said.push(document.getElementById('said').lastChild.textContent);
                    }}
                    return said;
                }})()"
            ));
            for (index, thousandth) in thousandths.iter().enumerate() {
                let instant = view.span.start + length * thousandth / 1000;
                let expected = why(&analysis, *task, instant).join(" ");
                assert_eq!(said[index], expected, "{program}: lane {lane} at {thousandth}");
            }
        }
        assert_eq!(shared.browser.troubles(), Vec::<String>::new());
    }
}
