// The peers of benches/runtime.rs in Node: the same work. Prints seconds.
const { setImmediate: yieldNow, setTimeout: sleep } = require("node:timers/promises");

const rows = {
  async yields() {
    const work = async () => {
      for (let i = 0; i < 10_000; i++) await yieldNow();
    };
    await Promise.all(Array.from({ length: 100 }, work));
  },
  async sleepers(count) {
    await Promise.all(Array.from({ length: Number(count) }, () => sleep(1000)));
  },
  async start() {},
};

const [row, argument] = process.argv.slice(2);
const began = performance.now();
rows[row](argument).then(() => console.log((performance.now() - began) / 1000));
