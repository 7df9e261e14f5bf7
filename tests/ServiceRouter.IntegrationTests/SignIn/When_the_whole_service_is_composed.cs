
namespace ServiceRouter.IntegrationTests.SignIn;

/// <summary>Nothing of desk or dashboard is reachable without its role, read from the endpoints of the real composition.</summary>
public sealed class When_the_whole_service_is_composed
{
    [Fact]
    public async Task Desk_and_dashboard_need_their_roles()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();

        RoleMatrix.Faults(await RoleMatrix.OfAsync(app.Get<IServiceProvider>())).Should().BeEmpty();
    }
}
