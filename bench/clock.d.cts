export interface ClockSetting {
	/** when the clock was set (ms epoch, real time) */
	origin: number;
	/** what it was set to (ms epoch; midnight UTC, unless both speeds are the same) */
	start: number;
	/** how many times faster than real time it runs */
	speed: number;
	/** part of each day (ms since midnight UTC) with a speed of its own */
	hours?: { from: number; until: number; speed: number };
}

export declare class Clock {
	constructor(setting: ClockSetting);
	/** Simulated time (ms epoch) at a moment of real time (ms epoch). */
	at(realMoment: number): number;
	/** The moment of real time (ms epoch) at which it is this simulated time (ms epoch). */
	realAt(moment: number): number;
}
