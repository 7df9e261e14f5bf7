using ServiceRouter.Desk;

namespace ServiceRouter.Tests.Desk;

public sealed class When_a_pool_is_named
{
    [Theory]
    [InlineData("retraite", true)]
    [InlineData(" retraite ", true)]
    [InlineData("23", false)]
    [InlineData("2A/retraite", false)]
    [InlineData("retraite/974", false)]
    [InlineData("/", false)]
    public void A_skill_without_a_department_is_wanted_wherever_it_is(string pool, bool isSkillAlone) => PoolName.IsSkillAlone(pool).Should().Be(isSkillAlone);

    [Theory]
    [InlineData("23", true)]
    [InlineData("2A/retraite", true)]
    [InlineData("retraite / 974", true)]
    [InlineData("retraite", false)]
    [InlineData("/", false)]
    public void A_department_is_named_with_a_skill_or_without(string pool, bool namesTerritory) => PoolName.NamesTerritory(pool).Should().Be(namesTerritory);
}
