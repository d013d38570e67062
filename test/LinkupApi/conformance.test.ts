import { describeProvider } from '../conformance/describe-provider';
import { linkupApiHarness } from './conformance';

describeProvider(linkupApiHarness);
