export { createStorePackage, type StorePackage, type StorePackageOptions } from "./create-store-package.ts";
