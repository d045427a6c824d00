package io.affidavit.command.evidence;

import org.axonframework.modelling.command.Repository;
import org.axonframework.spring.stereotype.Aggregate;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;

/// Registers a repository for every aggregate class before Axon would make one that reads stories
/// by id alone. Axon takes a bean named after the class with `Repository` behind it.
public final class RepositoryRegistrar implements BeanDefinitionRegistryPostProcessor, Ordered {

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        // Aggregate beans are known only after every configuration class was read.
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String aggregate : beans.getBeanNamesForAnnotation(Aggregate.class)) {
            Class<?> type = beans.getType(aggregate);
            if (type != null) {
                register(beans, type);
            }
        }
    }

    private static <T> void register(ConfigurableListableBeanFactory beans, Class<T> type) {
        RootBeanDefinition repository = new RootBeanDefinition();
        repository.setTargetType(ResolvableType.forClassWithGenerics(Repository.class, type));
        repository.setInstanceSupplier(() -> beans.getBean(AggregateRepositories.class).of(type));
        repository.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        String simple = type.getSimpleName();
        ((BeanDefinitionRegistry) beans)
                .registerBeanDefinition(
                        Character.toLowerCase(simple.charAt(0))
                                + simple.substring(1)
                                + "Repository",
                        repository);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
