import { describeProvider } from './describe-provider';
import { connectSafelyHarness } from './providers/connect-safely';

describeProvider(connectSafelyHarness);
