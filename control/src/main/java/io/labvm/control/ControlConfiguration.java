package io.labvm.control;

import io.labvm.contract.TaskQueues;
import io.labvm.workflows.LabVmWorkflows;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.util.Collection;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Beans that belong to no single duty. */
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {
  @Bean
  TransactionOperations transactions(PlatformTransactionManager manager) {
    return new TransactionTemplate(manager);
  }

  /** Asks for the workers, so that they exist; they start later, after all beans. */
  @Bean
  InitializingBean workflowTypes(
      WorkerFactory factory,
      @Qualifier("temporalWorkers") Collection<Worker> workers,
      WorkflowsProperties properties) {
    return () ->
        LabVmWorkflows.register(factory.getWorker(TaskQueues.WORKFLOWS), properties.timings());
  }
}
