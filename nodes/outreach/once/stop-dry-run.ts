import type { Gate } from '../tasks/layers';
import { reported, type Send } from './send';

/** *Dry Run*: everything was checked, and nothing is sent. */
export const stopDryRun: Gate<Send> = async ({ task }) =>
	task.options.dryRun ? reported(task, task.record.once.reports.dryRun()) : null;
