using ServiceRouter.Desk;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Routing;

/// <summary>The list of départements behind the desk's port.</summary>
internal sealed class KnownDepartments : IDepartments
{
    public bool HasCode(string code) => Departments.Find(code)?.Code == code;
}
