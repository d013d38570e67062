import { describeProvider } from './describe-provider';
import { sendPilotHarness } from './providers/send-pilot';

describeProvider(sendPilotHarness);
