import { describeProvider } from '../conformance/describe-provider';
import { connectSafelyHarness } from './conformance';

describeProvider(connectSafelyHarness);
