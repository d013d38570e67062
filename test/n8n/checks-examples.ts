import type { Check } from './checks';
import { checks as agentChecks } from './checks-examples-agent';
import { checks as approvalChecks } from './checks-examples-approval';
import { checks as contactChecks } from './checks-examples-contacts';
import { checks as layoutChecks } from './checks-examples-layout';
import { checks as listChecks } from './checks-examples-lists';
import { checks as logChecks } from './checks-examples-log';
import { checks as reportChecks } from './checks-examples-report';
import { checks as sequenceChecks } from './checks-examples-sequence';
import { checks as sheetChecks } from './checks-examples-sheets';
import { checks as unipileChecks } from './checks-examples-unipile';
import { checks as waitingChecks } from './checks-examples-waiting';

/** Imports every example workflow unchanged, and runs it. */
export const checks: Check[] = [
	...layoutChecks,
	...listChecks,
	...waitingChecks,
	...sequenceChecks,
	...logChecks,
	...reportChecks,
	...sheetChecks,
	...contactChecks,
	...approvalChecks,
	...unipileChecks,
	...agentChecks,
];
