// Preloaded to make a process's clocks and timers follow the faster clock that FAST_CLOCK describes, in JSON: a ClockSetting,
// and in `timersOf` a pattern of the files whose timers follow it. Without, all do.
const { performance } = require('node:perf_hooks');
const { Clock } = require('./clock.cjs');

const { timersOf = '', ...setting } = JSON.parse(process.env.FAST_CLOCK);
const clock = new Clock(setting);
const monotonicNow = performance.now.bind(performance);
/** A millisecond may be seconds of simulated time: a clock of whole ones would be too coarse. */
const realNow = () => performance.timeOrigin + monotonicNow();
const began = clock.at(performance.timeOrigin);

Date.now = () => Math.floor(clock.at(realNow()));
performance.now = () => clock.at(realNow()) - began;

globalThis.Date = class extends Date {
	constructor(...given) {
		super(...(given.length === 0 ? [Date.now()] : given));
	}
};

const files = new RegExp(timersOf);

function realDelay(ms) {
	if (timersOf !== '' && !files.test(new Error().stack ?? '')) return ms;
	const now = realNow();
	return clock.realAt(clock.at(now) + Number(ms ?? 0)) - now;
}

for (const name of ['setTimeout', 'setInterval']) {
	const set = globalThis[name];
	globalThis[name] = Object.assign(
		(callback, ms, ...given) => set(callback, realDelay(ms), ...given),
		set,
	);
}
