// Preloaded for benchmarks that wait for minutes: all clocks and timers of the process run faster by a factor.
const { performance } = require('node:perf_hooks');

const speed = Number(process.env.BENCH_CLOCK_SPEED ?? 1);
const [dateNow, performanceNow] = [Date.now, performance.now.bind(performance)];
const begin = { date: dateNow(), performance: performanceNow() };

Date.now = () => Math.floor(begin.date + (dateNow() - begin.date) * speed);
performance.now = () => begin.performance + (performanceNow() - begin.performance) * speed;

globalThis.Date = class extends Date {
	constructor(...given) {
		super(...(given.length === 0 ? [Date.now()] : given));
	}
};

for (const name of ['setTimeout', 'setInterval']) {
	const set = globalThis[name];
	globalThis[name] = Object.assign(
		(callback, ms, ...given) => set(callback, (ms ?? 0) / speed, ...given),
		set,
	);
}
