/** A limit of requests for a key per minute, starting with its first request; null turns it off. */
export interface MinuteLimit {
	perMinute: number | null;
	startedAt: number;
	count: number;
}

export const noLimit = (): MinuteLimit => ({ perMinute: null, startedAt: 0, count: 0 });

export const byId = <T extends { id: K }, K>(rows: T[]) =>
	new Map(rows.map((row) => [row.id, row]));
