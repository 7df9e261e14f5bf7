using ServiceRouter.IntegrationTests.Exercises;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(ServiceRouter.IntegrationTests.LongestFirst))]

namespace ServiceRouter.IntegrationTests;

/// <summary>What takes minutes, one test after the other, begins first: begun late it would go on alone, with half of the machine idle.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [TestsThatStopServers.Name, typeof(When_something_is_taken_away_in_production).FullName!];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(one => Long.Any(name => one.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal))).ThenBy(one => one.UniqueID, StringComparer.Ordinal)];
}
