import { describeProvider } from '../conformance/describe-provider';
import { sendPilotHarness } from './conformance';

describeProvider(sendPilotHarness);
