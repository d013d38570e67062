/**
 * @typedef {object} ClockSetting
 * @property {number} origin when the clock was set (ms epoch, real time)
 * @property {number} start what it was set to (ms epoch; midnight UTC, unless both speeds are the same)
 * @property {number} speed how many times faster than real time it runs
 * @property {{ from: number, until: number, speed: number }} [hours] part of each day (ms since midnight UTC) with a speed of its own
 */

const DAY = 86_400_000;

/** A faster clock that follows from real time alone: processes agree on it without talking, also after a restart. */
class Clock {
	/** @param {ClockSetting} setting */
	constructor({ origin, start, speed, hours = { from: 0, until: 0, speed } }) {
		this.origin = origin;
		this.start = start;
		const { from, until } = hours;
		let real = 0;
		/** The parts of a day: where each begins in simulated and in real time (ms), and how fast it passes. */
		this.parts = [
			[0, from, speed],
			[from, until, hours.speed],
			[until, DAY, speed],
		].map(([begin, end, pace]) => {
			const part = { begin, realBegin: real, pace };
			real += (end - begin) / pace;
			return part;
		});
		this.realDay = real;
	}

	/** Simulated time (ms epoch) at a moment of real time (ms epoch). */
	at(realMoment) {
		const real = realMoment - this.origin;
		const days = Math.floor(real / this.realDay);
		const rest = real - days * this.realDay;
		const { begin, realBegin, pace } = this.parts.findLast((part) => part.realBegin <= rest);
		return this.start + days * DAY + begin + (rest - realBegin) * pace;
	}

	/** The moment of real time (ms epoch) at which it is this simulated time (ms epoch). */
	realAt(moment) {
		const passed = moment - this.start;
		const days = Math.floor(passed / DAY);
		const rest = passed - days * DAY;
		const { begin, realBegin, pace } = this.parts.findLast((part) => part.begin <= rest);
		return this.origin + days * this.realDay + realBegin + (rest - begin) / pace;
	}
}

module.exports = { Clock };
