using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ServiceRouter.Tests.Flows.Schema;

/// <summary>The schema that editors use says the same as the reader, as far as a schema can.</summary>
public class When_an_editor_checks_a_flow
{
    private static readonly PlainSchema Schema = PlainSchema.FromFile(Repository.Folder("flows", "flow.schema.json"));

    public static TheoryData<string> Flows =>
        [.. Directory.EnumerateFiles(Repository.Folder("flows"), "*.flow.yaml", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(FixtureFlows.Directory, "*.flow.yaml", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Flows))]
    public void Every_flow_of_the_repository_is_valid(string file) => IsValid(File.ReadAllText(Repository.Folder(file))).Should().BeTrue();

    [Theory]
    [InlineData("version: 3", "version: trois")]
    [InlineData("version: 3", "version: 3\nauthor: moi")]
    [InlineData("skill: titres\n", "")]
    [InlineData("languages: [fr, en]", "languages: [en]")]
    [InlineData("channels: [web, voice, sms]", "channels: [web, fax]")]
    [InlineData("      as: choice", "      as: menu")]
    [InlineData("      as: postcode\n", "      as: postcode\n      choices: [{ id: a, text: A }, { id: b, text: B }]\n")]
    [InlineData("    then: raconte\n", "")]
    [InlineData("    then: raconte\n", "    then: raconte\n    yes: fin\n")]
    [InlineData("    no: vers_humain\n", "")]
    [InlineData("    fiche: depot-achat\n    then: quand", "    fiche: depot-achat")]
    [InlineData("    say: {", "    goto: ou\n    say: {")]
    [InlineData("    say: {", "    dire: {")]
    [InlineData("voice: \"Votre", "phone: \"Votre")]
    [InlineData("    decide: { on: sujet, ", "    decide: { ")]
    [InlineData("    end: {", "    end: { texte: x, ")]
    public void What_the_reader_refuses_is_refused(string good, string wrong)
    {
        var source = FixtureFlows.DepotSource;
        source.Should().Contain(good);

        IsValid(source.Replace(good, wrong, StringComparison.Ordinal)).Should().BeFalse();
    }

    private static bool IsValid(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Schema.Accepts(Json(stream.Documents[0].RootNode));
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create(child.Key.ToString(), Json(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } plain } when int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}
