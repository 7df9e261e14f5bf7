using System.Text.RegularExpressions;

namespace ServiceRouter.IntegrationTests.SignIn;

/// <summary>What a person does on the page of the demo accounts.</summary>
internal static partial class DemoPage
{
    public static async Task<Answer> TakeAsync(Browser browser, string user, string returnPath = "")
    {
        var token = await FormTokenAsync(browser);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["user"] = user,
            ["retour"] = returnPath,
        });
        return await browser.PostAsync("/demo", form);
    }

    public static async Task<string> FormTokenAsync(Browser browser) =>
        HiddenField().Match((await browser.GetAsync("/demo")).Body).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex HiddenField();
}
