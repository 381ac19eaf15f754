package io.labvm.gateway;

import java.util.List;

/**
 * What the health page shows of a gateway.
 *
 * @param listening public ports in ascending order
 * @param problems one sentence each, empty when all is well
 */
record GatewayReport(List<Integer> listening, List<String> problems) {}
