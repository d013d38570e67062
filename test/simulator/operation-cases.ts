import type { OperationCase } from './operation-cases/common';
import { connectSafelyCases } from './operation-cases/connect-safely';
import { linkupApiCases } from './operation-cases/linkup-api';
import { seleqtCases } from './operation-cases/seleqt';
import { sendPilotCases } from './operation-cases/send-pilot';
import { unipileCases } from './operation-cases/unipile';

/** The operations of the simulated providers' nodes in addition to those of LinkedIn Outreach. */
export const OPERATION_CASES: Readonly<Record<string, OperationCase>> = {
	...connectSafelyCases,
	...linkupApiCases,
	...sendPilotCases,
	...seleqtCases,
	...unipileCases,
};
