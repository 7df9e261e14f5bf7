using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

public sealed class Contracts_are_a_promise
{
    private static IReadOnlyList<Type> Types => ContractText.Types;

    [Fact]
    public void Each_is_a_sealed_record_or_an_enum_of_a_capability()
    {
        Types.Should().NotBeEmpty().And.OnlyContain(type => type.IsEnum || (type.IsSealed && type.GetMethod("<Clone>$") != null));
        Types.Select(type => type.FullName).Should().AllSatisfy(name => name.Should().MatchRegex(@"^ServiceRouter\.Contracts\.[A-Z]\w+\.[A-Z]\w+$"));
    }

    [Fact]
    public void No_name_says_what_the_folder_says()
    {
        Types.Select(type => type.Name).Should().NotBeEmpty().And.NotContain(name => Regex.IsMatch(name, "(Message|Event|Dto|Command)$"));
    }

    [Fact]
    public void No_member_is_required()
    {
        Types.SelectMany(type => type.GetProperties()).Should().NotBeEmpty()
            .And.NotContain(property => property.GetCustomAttribute<RequiredMemberAttribute>() != null,
                "an old message without the member could then not be read; a parameter that is absent is only null");
    }

    [Fact]
    public void Zero_of_an_enum_means_unknown()
    {
        var enums = Types.Where(type => type.IsEnum).ToList();

        enums.Should().NotBeEmpty().And.OnlyContain(type => Enum.GetName(type, 0) == "Unknown", "a value that a newer node sent must not become another one");
    }

    [Fact]
    public void A_change_is_seen_in_review()
    {
        var expected = File.ReadAllText(Repository.Folder("tests", "ServiceRouter.Tests", "Rules", "contracts.txt"));
        var actual = ContractText.Write();

        if (actual != expected)
            Assert.Fail($"The messages changed. Nodes of the last version still send and read the old ones: if the change is compatible "
                + $"(new types, new parameters that may be null), put this into tests/ServiceRouter.Tests/Rules/contracts.txt:\n\n{actual}");
    }
}
